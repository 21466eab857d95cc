# What continuous integration runs, in one go.
ready:
    ./.ci/run
