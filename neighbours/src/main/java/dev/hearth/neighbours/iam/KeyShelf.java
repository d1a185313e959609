package dev.hearth.neighbours.iam;

import dev.hearth.core.Ports;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The access keys of users, in the tables and on the {@link KeyRing}. Under the tables' lock. */
final class KeyShelf {

    private static final int SECRET_BYTES = 30;

    private final IamTables tables;
    private final KeyRing ring;
    private final Ports ports;

    KeyShelf(IamTables tables, KeyRing ring, Ports ports) {
        this.tables = tables;
        this.ring = ring;
        this.ports = ports;
    }

    Iam.NewKey create(IamEntity owner, String ownerArn, String requestId) {
        for (IamEntity key : of(owner.name())) {
            Signer signer = requestId.equals(key.setting(IamSetting.MADE_BY)) ? ring.find(key.name(), null) : null;
            if (signer != null) {
                return new Iam.NewKey(key, signer.secret());
            }
        }
        if (of(owner.name()).size() >= IamLimits.KEYS_PER_USER) {
            throw IamError.quota("AccessKeysPerUser", IamLimits.KEYS_PER_USER);
        }
        String id = TokenSessions.newId(IamKind.KEY.prefix(), ports.randomness());
        String secret = Base64.getEncoder().encodeToString(ports.randomness().bytes(SECRET_BYTES));
        IamEntity key = IamEntity.of(
                        IamKind.KEY, id, ownerArn, owner.id(), ports.time().millis())
                .with(IamSetting.OWNER, owner.name())
                .with(IamSetting.STATUS, "Active")
                .with(IamSetting.MADE_BY, requestId)
                .with(IamSetting.SECRET, ring.sealed(id, secret));
        tables.put(key);
        return new Iam.NewKey(key, secret);
    }

    List<IamEntity> of(String user) {
        return tables.all(IamKind.KEY).stream()
                .filter(each -> user.equals(each.setting(IamSetting.OWNER)))
                .toList();
    }

    void rename(String user, String newName, String newArn) {
        of(user).forEach(key -> tables.put(key.with(IamSetting.OWNER, newName).renamed(key.name(), newArn)));
    }

    private IamEntity needed(String user, String keyId) {
        IamEntity key = tables.find(IamKind.KEY, keyId);
        if (key == null || !user.equals(key.setting(IamSetting.OWNER))) {
            throw IamError.noSuch(IamKind.KEY, keyId);
        }
        return key;
    }

    @Nullable
    Void setStatus(String user, String keyId, String status) {
        tables.put(needed(user, keyId).with(IamSetting.STATUS, status));
        return null;
    }

    @Nullable
    Void delete(String user, String keyId) {
        tables.remove(needed(user, keyId));
        return null;
    }
}
