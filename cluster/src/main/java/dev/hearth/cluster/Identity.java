package dev.hearth.cluster;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Who this host is to the others.
 *
 * @param hostId the name in its certificate
 */
record Identity(String hostId, PrivateKey key, X509Certificate certificate, X509Certificate authority) {

    private static final char[] NO_PASSWORD = new char[0];
    private static final String PREFIX = "CN=";

    static boolean exists(Path folder) {
        return Files.exists(file(folder));
    }

    /** Written last of an identity's files. */
    static Path file(Path folder) {
        return folder.resolve("host.crt");
    }

    static Identity read(Path folder) throws IOException {
        X509Certificate certificate = Pem.certificate(folder.resolve("host.crt"));
        return new Identity(
                name(certificate),
                Pem.key(folder.resolve("host.key")),
                certificate,
                Pem.certificate(folder.resolve("authority.crt")));
    }

    /** The authority's certificate comes last: with it the identity is whole. */
    void write(Path folder) throws IOException {
        Pem.write(folder.resolve("host.key"), key);
        Pem.write(folder.resolve("authority.crt"), authority);
        Pem.write(folder.resolve("host.crt"), certificate);
    }

    /** The host's name in its certificate. */
    static String name(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** For both ends of a channel: shows this host's certificate, and takes those of the same authority alone. */
    SSLContext context() throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, NO_PASSWORD);
            keys.setKeyEntry("host", key, NO_PASSWORD, new X509Certificate[] {certificate, authority});
            KeyManagerFactory mine = KeyManagerFactory.getInstance("PKIX");
            mine.init(keys, NO_PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, NO_PASSWORD);
            trusted.setCertificateEntry("authority", authority);
            TrustManagerFactory theirs = TrustManagerFactory.getInstance("PKIX");
            theirs.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(mine.getKeyManagers(), theirs.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the host's certificate cannot be used", e);
        }
    }

    /** For a host that has nothing yet but a token: it takes the authority whose fingerprint the token tells. */
    static SSLContext joining(byte[] fingerprint) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Pinned(fingerprint)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used", e);
        }
    }

    /** Trusts a chain that ends in the authority with the fingerprint, and was signed by it. */
    private static final class Pinned extends X509ExtendedTrustManager {

        private final byte[] fingerprint;

        Pinned(byte[] fingerprint) {
            this.fingerprint = fingerprint;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            X509Certificate last = chain[chain.length - 1];
            if (!Arrays.equals(Pem.fingerprint(last), fingerprint)) {
                throw new CertificateException("the host at this address is not of the cluster that made the token");
            }
            try {
                for (int i = 0; i + 1 < chain.length; i++) {
                    chain[i].verify(chain[i + 1].getPublicKey());
                    chain[i].checkValidity();
                }
            } catch (GeneralSecurityException e) {
                throw new CertificateException("the host's certificate was not made by its authority", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("a joining host has no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
