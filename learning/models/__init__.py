from learning.models.coach import Coach
from learning.models.coach_index import CoachIndexPage
from learning.models.coach_request import CoachRequest, CoachRequestEvent
from learning.models.course import CourseIndexPage, CourseMethod, CoursePage, CoursePrerequisite, CourseStory
from learning.models.lesson import LessonPage
from learning.models.occasion import CourseOccasion, OccasionInformation, OccasionSession
from learning.models.path import LearningPathPage, PathItem
from learning.models.progress import Completion, LessonProgress, QuizResult, Reflection
from learning.models.registration import CalendarAddress, Registration

__all__ = [
    "CalendarAddress",
    "Coach",
    "CoachIndexPage",
    "CoachRequest",
    "CoachRequestEvent",
    "Completion",
    "CourseIndexPage",
    "CourseMethod",
    "CourseOccasion",
    "CoursePage",
    "CoursePrerequisite",
    "CourseStory",
    "LearningPathPage",
    "LessonPage",
    "LessonProgress",
    "OccasionInformation",
    "OccasionSession",
    "PathItem",
    "QuizResult",
    "Reflection",
    "Registration",
]
