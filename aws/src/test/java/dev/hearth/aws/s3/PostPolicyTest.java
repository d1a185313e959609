package dev.hearth.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.iam.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies of forms as they are read. */
@Timeout(60)
class PostPolicyTest {

    @Test
    void readsConditionsOfBothForms() {
        PostPolicy policy = PostPolicy.parse(
                Caller.root("000000000000"),
                "{\"expiration\":\"2030-01-01T00:00:00Z\",\"conditions\":[{\"bucket\":\"b\"},"
                        + "[\"starts-with\",\"$key\",\"user/\"],[\"content-length-range\",1,10]]}");
        assertThat(policy.conditions())
                .containsExactly(
                        new PostPolicy.Rule("eq", "bucket", "b"), new PostPolicy.Rule("starts-with", "key", "user/"));
        assertThat(policy.most()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"expiration\":\"x\",\"conditions\":5}",
                "{\"expiration\":\"x\",\"conditions\":{}}",
                "{\"expiration\":\"x\",\"conditions\":[5]}",
                "{\"expiration\":\"x\",\"conditions\":[[[]]]}",
                "{\"expiration\":\"x\",\"conditions\":[{}]}",
                "{\"expiration\":\"x\",\"conditions\":[{\"acl\":\"a\",\"key\":\"b\"}]}",
                "{\"expiration\":\"x\",\"CONDITIONS\":[]}",
                "{\"conditions\":[]}"
            })
    void refusesWhatIsNoListOfConditions(String text) {
        assertThatThrownBy(() -> PostPolicy.parse(Caller.ANONYMOUS, text)).isInstanceOf(FaultException.class);
    }
}
