package dev.hearth.server;

import java.util.List;

/** {@code env}: shell exports that point every AWS tool at this Hearth. */
final class EnvCommand {

    static final Command COMMAND = new Command(
            "env",
            "",
            "Print exports that point AWS tools at Hearth: eval \"$(./hearth env)\"",
            List.of(Target.PORT, Target.DATA),
            EnvCommand::run);

    private EnvCommand() {}

    private static int run(Arguments arguments) {
        Target target = Target.of(arguments);
        KeyPair keys = target.credentials().user();
        String region = ServerOptions.on(target.folder().root()).scope().region();
        export("AWS_ENDPOINT_URL", target.endpoint().toString());
        export("AWS_ACCESS_KEY_ID", keys.accessKeyId());
        export("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
        export("AWS_REGION", region);
        export("AWS_DEFAULT_REGION", region);
        return 0;
    }

    /** Values are of our own making and hold no quote. */
    private static void export(String name, String value) {
        System.out.println("export " + name + "='" + value + "'");
    }
}
