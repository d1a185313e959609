package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.services.logs.LogAppender;
import io.netty.channel.EventLoop;

/** What an environment needs of the worker that it lives in. */
interface EnvironmentHost {

    Ports ports();

    LogAppender logs();

    /** The account of this host's functions. */
    String accountId();

    /** What functions sign their calls with. */
    FunctionCredentials credentials();

    /** The event loop for a new environment. */
    EventLoop loop();

    SandboxMaker maker();

    /** The environment can serve no more. */
    void gone(String environmentId);

    /** Nothing of the environment is left. */
    void forget(String environmentId);
}
