package dev.hearth.services.registry;

/** One new fact of the registry. Changes that belong together are committed together. */
public sealed interface RegistryChange {

    /** A function version is as {@code function} says, whatever was known of it. */
    record PutFunction(FunctionRecord function) implements RegistryChange {}

    /** A published version is gone, with everything that was kept under its number. */
    record DropVersion(String function, String version) implements RegistryChange {}

    /** A function is gone, with all its versions and parts; the count of its versions stays. */
    record DropFunction(String function) implements RegistryChange {}

    /** A part is as {@code part} says. */
    record PutPart(FunctionPart part) implements RegistryChange {}

    /** A part is gone. */
    record DropPart(FunctionPart.Key key) implements RegistryChange {}

    /** A layer version is as {@code layer} says. */
    record PutLayer(LayerVersion layer) implements RegistryChange {}

    /** A layer version is gone. */
    record DropLayer(String name, long version) implements RegistryChange {}

    /** {@code last} is the highest number that was ever given in the series of {@code name}. */
    record Count(Series series, String name, long last) implements RegistryChange {}

    /** What is numbered, from 1 on; no number is given twice, whatever was deleted since. */
    enum Series {
        FUNCTION,
        LAYER
    }
}
