def method_listing(page, request): return {}
def story_listing(page, request): return {}
