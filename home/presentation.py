def home_context(page, request): return {}
def glossary_context(page): return {}
