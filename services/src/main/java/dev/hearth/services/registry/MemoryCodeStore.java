package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fake of {@link CodeStore}: checks packages as the real one does, keeps only the zip. */
final class MemoryCodeStore implements CodeStore {

    private final Map<String, byte[]> packages = new ConcurrentHashMap<>();

    @Override
    public StoredCode put(byte[] zip) {
        CodePackage content = CodePackage.read(zip);
        content.verify();
        StoredCode code = content.stored(zip);
        packages.putIfAbsent(code.digest(), zip.clone());
        return code;
    }

    @Override
    public void prepare(String digest) {
        if (!packages.containsKey(digest)) {
            throw new Fault(Fault.Kind.INVALID_ZIP, "The package " + digest + " is gone.").asException();
        }
    }

    @Override
    public byte[] zip(String digest) {
        byte[] zip = packages.get(digest);
        if (zip == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "No package " + digest + ".").asException();
        }
        return zip;
    }

    @Override
    public Set<String> digests() {
        return Set.copyOf(packages.keySet());
    }

    @Override
    public void remove(String digest) {
        packages.remove(digest);
    }
}
