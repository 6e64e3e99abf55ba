from django.urls import path

from tests.performance import bench

urlpatterns = [path("", bench.floor)]
