from methodbank.models.collection import CollectionMethod, MethodCollectionPage
from methodbank.models.method import MethodIndexPage, MethodPage, MethodProblemType, MethodRelation
from methodbank.models.story import StoryIndexPage, StoryMethod, StoryPage
from methodbank.models.tip import StoryTip
from methodbank.models.vocabularies import (
    Audience,
    Department,
    Dimension,
    Phase,
    ProblemType,
    Situation,
    VisionGoal,
    VocabularyTerm,
)

__all__ = [
    "Audience",
    "CollectionMethod",
    "Department",
    "Dimension",
    "MethodCollectionPage",
    "MethodIndexPage",
    "MethodPage",
    "MethodProblemType",
    "MethodRelation",
    "Phase",
    "ProblemType",
    "Situation",
    "StoryIndexPage",
    "StoryMethod",
    "StoryPage",
    "StoryTip",
    "VisionGoal",
    "VocabularyTerm",
]
