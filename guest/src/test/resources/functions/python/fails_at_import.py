import helper

helper.fail("not configured")
