package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.services.registry.StoredCode;
import dev.hearth.storage.CodeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The packages of a host that decides for others: one counts as kept when at least one other host that could take its
 * place has it too, where there is one; and one that is not here is fetched from a host that has it.
 *
 * @param own this host's
 * @param spread has the others keep one
 * @param others where one is fetched that is not here
 */
record SpreadCode(CodeFolder own, Predicate<String> spread, Others others) implements CodeFolder {

    /** Fetches, blocks. */
    @FunctionalInterface
    interface Others {
        byte[] fetch(String digest) throws IOException;
    }

    @Override
    public StoredCode put(byte[] zip) {
        StoredCode stored = own.put(zip);
        if (!spread.test(stored.digest())) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "No other host of the cluster keeps the package now; try again.")
                    .asException();
        }
        return stored;
    }

    /** What the registry knows was put once; whatever host has it. */
    private void bring(String digest) {
        if (!own.digests().contains(digest)) {
            try {
                own.put(others.fetch(digest));
            } catch (IOException missing) {
                throw new Fault(Fault.Kind.NOT_FOUND, "No host has the package " + digest + ".").asException();
            }
        }
    }

    @Override
    public void prepare(String digest) {
        bring(digest);
        own.prepare(digest);
    }

    @Override
    public byte[] zip(String digest) {
        bring(digest);
        return own.zip(digest);
    }

    @Override
    public Set<String> digests() {
        return own.digests();
    }

    @Override
    public void remove(String digest) {
        own.remove(digest);
    }

    @Override
    public Path taskRoot(String codeDigest) throws IOException {
        return own.taskRoot(codeDigest);
    }
}
