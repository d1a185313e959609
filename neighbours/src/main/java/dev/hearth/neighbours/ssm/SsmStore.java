package dev.hearth.neighbours.ssm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Parameter Store keeps on disk. Every change is durable when it returns. */
public interface SsmStore {

    /** A store that forgets everything when the process ends. */
    static SsmStore inMemory() {
        return new MemorySsmStore();
    }

    @Nullable
    Parameter find(String name);

    /** Parameters whose names begin so, by name, those after {@code after}; at most {@code most}. */
    List<Parameter> list(String prefix, String after, int most);

    int count();

    /** A parameter's versions, oldest first. */
    List<ParameterVersion> versions(String name);

    @Nullable
    ParameterVersion version(String name, long version);

    /** Makes {@code parameter} what it is now, with its latest version. */
    void put(Parameter parameter);

    /** Keeps other labels of versions that are there. */
    void label(List<ParameterVersion> versions);

    /** Forgets the oldest version. */
    void drop(String name, long version);

    /** Forgets a parameter with its versions; false when there is none. */
    boolean delete(String name);
}
