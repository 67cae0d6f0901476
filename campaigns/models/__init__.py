from campaigns.models.campaign import Campaign, CarriedFigure, CouncilArea
from campaigns.models.people import Membership, User

__all__ = ["Campaign", "CarriedFigure", "CouncilArea", "Membership", "User"]
