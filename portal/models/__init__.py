from portal.models.content_version import ContentVersion
from portal.models.deletions import DeletionLog
from portal.models.feedback import PageFeedback
from portal.models.files import PortalDocument, PortalImage, PortalRendition
from portal.models.mail import Mail
from portal.models.pages import BasePage
from portal.models.settings import PortalSettings

__all__ = [
    "BasePage",
    "ContentVersion",
    "DeletionLog",
    "Mail",
    "PageFeedback",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
]
