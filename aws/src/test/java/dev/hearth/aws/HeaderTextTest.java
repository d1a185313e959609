package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class HeaderTextTest {

    @Test
    void whatIsLetThroughTheServerTakes() {
        String value = HeaderText.value("text/html\r\nSet-Cookie: a=b\n\0");
        assertThat(value).isEqualTo("text/html  Set-Cookie: a=b");
        assertThat(HttpHeaders.headers().add("x-amz-meta-a", value).get("x-amz-meta-a"))
                .isEqualTo(value);
        assertThat(HeaderText.value("attachment; filename=\"ä\t€\"")).isEqualTo("attachment; filename=\"ä\t€\"");
        assertThat(HeaderText.isName("x-amz-meta-name")).isTrue();
        assertThat(HeaderText.isName("x-amz-meta-a b")).isFalse();
        assertThat(HeaderText.isName("x-amz-meta-a\n")).isFalse();
        assertThat(HeaderText.isName("")).isFalse();
    }
}
