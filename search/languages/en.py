"""English. Its list of lemmas is made by bin/word_lists.py."""

from search.languages import Language

LANGUAGE = Language(
    code="en",
    stemmer="english",
    lemmas="en_lemmas.txt.gz",
    function_words=frozenset(
        ["a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for", "from", "get", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "she", "should", "so", "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "up", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "why", "will", "with", "would", "you", "your"]
    ),
)
