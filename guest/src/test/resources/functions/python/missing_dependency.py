import no_such_package


def handler(event, context):
    return 1
