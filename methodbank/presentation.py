def method_context(page, request): return {}
def collection_context(page, request): return {}
def story_context(page, request): return {}
