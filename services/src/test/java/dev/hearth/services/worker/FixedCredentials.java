package dev.hearth.services.worker;

import java.util.concurrent.atomic.AtomicInteger;

/** {@link FunctionCredentials} that count: {@code AKIA1}, {@code AKIA2}, … */
public final class FixedCredentials implements FunctionCredentials {

    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Credentials of(String roleArn, String functionName) {
        return new Credentials(
                "AKIA" + made.incrementAndGet(), "secret", "token of " + roleArn + " " + functionName, 86_400_000);
    }

    @Override
    public String guard(String roleArn, String functionArn) {
        return "guard of " + roleArn + " " + functionArn;
    }
}
