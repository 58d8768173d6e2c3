"""What the suites with a scripted vendor share. Each has its own SETTINGS, in which VENDOR stands for the vendor's address."""
import pytest
from gateway import Gateway
from vendor import Vendor


@pytest.fixture(scope="module")
def vendor():
    vendor = Vendor()
    yield vendor
    vendor.stop()


@pytest.fixture(scope="module")
def gateway(request, vendor):
    gateway = Gateway(request.module.SETTINGS.replace("VENDOR", vendor.base))
    gateway.key = gateway.make_key()
    with gateway:
        yield gateway
