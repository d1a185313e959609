package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fake's API: finds what a request means, as Firecracker's {@code parsed_request.rs} does, and asks the machine.
 */
final class FakeApi {

    /** An answer; {@code fatal}: the process ends after it. */
    record Answer(int status, String body, boolean fatal) {

        static Answer fault(String message) {
            return new Answer(400, Json.text(Map.of("fault_message", message)), false);
        }
    }

    private static final Answer DONE = new Answer(204, "", false);

    private final String id;
    private final FakeMachine machine;

    FakeApi(String id, FakeMachine machine) {
        this.id = id;
        this.machine = machine;
    }

    Answer answer(String method, String path, String body) {
        if (body.length() > MachineLimits.MAX_REQUEST_BYTES) {
            return new Answer(413, Json.text(Map.of("fault_message", "Request payload too large.")), false);
        }
        try {
            return answered(method, path.substring(1).split("/"), body);
        } catch (FakeFault fault) {
            machine.log(id + " [ERROR] " + fault.getMessage());
            Answer answer = Answer.fault(fault.getMessage());
            return new Answer(answer.status(), answer.body(), fault.fatal());
        } catch (FakeSchema.Unreadable unreadable) {
            return Answer.fault(Objects.requireNonNull(unreadable.getMessage()));
        }
    }

    private Answer answered(String method, String[] path, String body) throws FakeFault, FakeSchema.Unreadable {
        if (method.equals("GET")) {
            return body.isEmpty() ? get(String.join("/", path)) : Answer.fault("GET request cannot have a body.");
        }
        if (body.isEmpty()) {
            return Answer.fault("Empty " + method + " request.");
        }
        boolean twoWords = path[0].equals("snapshot");
        String operation = method + " " + (twoWords ? String.join("/", path) : path[0]);
        if (!FakeSchema.knows(operation)) {
            return Answer.fault("Invalid request method and/or path: " + method + " " + path[0] + ".");
        }
        Map<String, @Nullable Object> object = object(body);
        if (path[0].equals("drives") || path[0].equals("network-interfaces")) {
            checkId(path, path[0].equals("drives") ? "drive_id" : "iface_id", object);
        }
        FakeSchema.check(operation, object);
        perform(operation, object);
        return DONE;
    }

    private static Map<String, @Nullable Object> object(String body) throws FakeSchema.Unreadable {
        try {
            return Json.object(body);
        } catch (IOException malformed) {
            throw new FakeSchema.Unreadable("expected value at line 1 column 1");
        }
    }

    private static void checkId(String[] path, String key, Map<String, @Nullable Object> object) throws FakeFault {
        if (path.length < 2 || path[1].isEmpty()) {
            throw new FakeFault("The ID cannot be empty.");
        }
        if (!path[1].matches("[A-Za-z0-9_]+")) {
            throw new FakeFault("API Resource IDs can only contain alphanumeric characters and underscores.");
        }
        if (object.get(key) instanceof String inside && !inside.equals(path[1])) {
            throw new FakeFault("The id from the path does not match the id from the body!");
        }
    }

    private Answer get(String path) throws FakeFault {
        return switch (path) {
            case "" -> {
                Map<String, @Nullable Object> info = new LinkedHashMap<>();
                info.put("id", id);
                info.put("state", machine.stateWord());
                info.put("vmm_version", FakeFirecracker.VERSION);
                info.put("app_name", "Firecracker");
                yield ok(info);
            }
            case "version" -> ok(Map.of("firecracker_version", FakeFirecracker.VERSION));
            case "vm/config" -> ok(machine.config());
            case "machine-config" -> ok(Objects.requireNonNull(machine.config().get("machine-config")));
            case "balloon/statistics" ->
                throw new FakeFault(
                        machine.state() == FakeMachine.State.NOT_STARTED
                                ? FakeFault.PRE_BOOT
                                : "Internal VMM error: Balloon device not found");
            default -> Answer.fault("Invalid request method and/or path: GET " + path + ".");
        };
    }

    private static Answer ok(Object body) {
        return new Answer(200, Json.text(body), false);
    }

    private void perform(String operation, Map<String, @Nullable Object> body) throws FakeFault, FakeSchema.Unreadable {
        switch (operation) {
            case "PUT actions" -> act(body);
            case "PUT boot-source" -> machine.bootSource(body);
            case "PUT machine-config" -> machine.machine(body);
            case "PUT drives" -> machine.drive(body);
            case "PATCH drives" -> machine.patchDrive(body);
            case "PUT network-interfaces" -> machine.network(body);
            case "PATCH network-interfaces" -> machine.patchNetwork(body);
            case "PUT vsock" -> machine.vsock(body);
            case "PUT entropy" -> machine.entropy(body);
            case "PUT balloon" -> machine.balloon(body);
            case "PATCH balloon" -> machine.inflate(body);
            case "PUT logger" -> machine.logger(body);
            case "PUT metrics" -> machine.metrics(body);
            case "PATCH vm" ->
                machine.bring(FakeSchema.oneOf(body, "state", List.of("Paused", "Resumed"))
                        .equals("Paused"));
            case "PUT snapshot/create" -> machine.createSnapshot(body);
            case "PUT snapshot/load" -> load(body);
            default -> throw new FakeFault("Invalid request method and/or path: " + operation + ".");
        }
    }

    private void act(Map<String, @Nullable Object> body) throws FakeFault, FakeSchema.Unreadable {
        switch (FakeSchema.oneOf(body, "action_type", List.of("FlushMetrics", "InstanceStart", "SendCtrlAltDel"))) {
            case "FlushMetrics" -> machine.flushMetrics();
            case "InstanceStart" -> machine.start();
            default -> machine.ctrlAltDel();
        }
    }

    private void load(Map<String, @Nullable Object> body) throws FakeFault, FakeSchema.Unreadable {
        boolean old = body.containsKey("mem_file_path");
        if (old == body.containsKey("mem_backend")) {
            throw new FakeSchema.Unreadable(
                    old
                            ? "too many fields: either `mem_backend` or `mem_file_path` exclusively is required"
                            : "missing field: either `mem_backend` or `mem_file_path` is required");
        }
        if (old) {
            body.put("mem_backend", Map.of("backend_type", "File", "backend_path", body.get("mem_file_path")));
        }
        machine.loadSnapshot(body);
    }

    /** Configures and starts from a file, as {@code --config-file}; its outer names are in kebab case. */
    void configure(String file) throws FakeFault, FakeSchema.Unreadable {
        Map<String, @Nullable Object> config = object(file);
        for (String needed : List.of("boot-source", "drives")) {
            if (!config.containsKey(needed)) {
                throw new FakeSchema.Unreadable("missing field `" + needed + "` at line 1 column 1");
            }
        }
        for (Map.Entry<String, @Nullable Object> each : config.entrySet()) {
            List<?> objects = each.getValue() instanceof List<?> list ? list : List.of(each.getValue());
            for (Object object : objects) {
                String operation = "PUT " + each.getKey();
                FakeSchema.check(operation, FakeSchema.map(object));
                perform(operation, FakeSchema.map(object));
            }
        }
        machine.start();
    }
}
