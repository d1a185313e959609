package dev.hearth.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.jar.JarFile;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.core.OperationInfo;

/** The SDK's own knowledge of an API: its marshallers, asked by reflection. Only tests may be that slow. */
final class SdkModel {

    private static final String MARSHALLER = "RequestMarshaller";

    /**
     * One operation as the SDK knows it.
     *
     * @param binding method, template and identifier
     * @param marshaller class of its request's marshaller
     */
    record SdkOperation(OperationInfo binding, Class<?> marshaller) {}

    private final String packageName;
    private final TreeMap<String, SdkOperation> operations = new TreeMap<>();

    /** {@code client} is the service's client interface, for example {@code LambdaClient}. */
    SdkModel(Class<?> client) {
        packageName = client.getPackageName();
        String folder = packageName.replace('.', '/') + "/transform/";
        Path jar = Path.of(
                client.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder) && name.endsWith(MARSHALLER + ".class"))
                    .forEach(name -> add(name.replace('/', '.').replace(".class", "")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void add(String className) {
        try {
            Class<?> marshaller = Class.forName(className);
            Field field = marshaller.getDeclaredField("SDK_OPERATION_BINDING");
            field.setAccessible(true);
            OperationInfo binding = (OperationInfo) field.get(null);
            operations.put(name(marshaller, binding), new SdkOperation(binding, marshaller));
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("The SDK's marshallers are not what they were", changed);
        }
    }

    private static String name(Class<?> marshaller, OperationInfo binding) {
        String identifier = binding.operationIdentifier();
        if (identifier == null) {
            return marshaller.getSimpleName().replace(MARSHALLER, "");
        }
        return identifier.substring(identifier.lastIndexOf('.') + 1);
    }

    TreeMap<String, SdkOperation> operations() {
        return operations;
    }

    /** An empty builder of the operation's request or response. */
    SdkPojo builder(SdkOperation operation, String kind) {
        String name = operation.marshaller().getSimpleName().replace(MARSHALLER, kind);
        try {
            Class<?> type = Class.forName(packageName + ".model." + name);
            return (SdkPojo) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("The SDK has no " + name, changed);
        }
    }
}
