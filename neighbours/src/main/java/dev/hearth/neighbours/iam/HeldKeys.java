package dev.hearth.neighbours.iam;

import dev.hearth.neighbours.seal.Seal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@link KeyRing} over a map of all keys. A secret is opened when its key first signs. */
final class HeldKeys implements KeyRing {

    private static final String SESSION_PREFIX = "ASIA";

    private final Map<String, Signer> fixed;
    private final Seal seal;
    private final Sessions sessions;
    private final String account;
    private final Map<String, IamEntity> kept = new ConcurrentHashMap<>();
    private final Map<String, Signer> opened = new ConcurrentHashMap<>();

    HeldKeys(Map<String, Signer> fixed, IamStore store, Seal seal, Sessions sessions, String account) {
        this.fixed = Map.copyOf(fixed);
        this.seal = seal;
        this.sessions = sessions;
        this.account = account;
        store.keys().forEach(key -> kept.put(key.name(), key));
    }

    @Override
    public @Nullable Signer find(String accessKeyId, @Nullable String token) {
        if (token != null) {
            return sessions.find(accessKeyId, token);
        }
        Signer own = fixed.get(accessKeyId);
        if (own != null) {
            return own;
        }
        Signer user = opened.get(accessKeyId);
        return user != null ? user : open(accessKeyId);
    }

    private @Nullable Signer open(String accessKeyId) {
        IamEntity key = kept.get(accessKeyId);
        String secret = key == null ? null : key.setting(IamSetting.SECRET);
        if (key == null || secret == null || !"Active".equals(key.setting(IamSetting.STATUS))) {
            return null;
        }
        // A key's path and id are its user's ARN and unique id: whoever signs is known without reading the users.
        Caller caller = new Caller(Caller.Kind.USER, key.path(), key.id(), account, "");
        Signer signer = new Signer(seal.open(secret, accessKeyId), caller, Long.MAX_VALUE);
        opened.put(accessKeyId, signer);
        if (kept.get(accessKeyId) != key) {
            opened.remove(accessKeyId);
        }
        return signer;
    }

    @Override
    public @Nullable String accountOf(String accessKeyId) {
        return fixed.containsKey(accessKeyId) || kept.containsKey(accessKeyId) || accessKeyId.startsWith(SESSION_PREFIX)
                ? account
                : null;
    }

    @Override
    public String sealed(String accessKeyId, String secret) {
        return seal.seal(secret, accessKeyId);
    }

    @Override
    public void learn(IamEntity key) {
        kept.put(key.name(), key);
        opened.remove(key.name());
    }

    @Override
    public void forget(String accessKeyId) {
        kept.remove(accessKeyId);
        opened.remove(accessKeyId);
    }
}
