from learning.models.coach import Coach, Offer

__all__ = ["Coach", "Offer"]
