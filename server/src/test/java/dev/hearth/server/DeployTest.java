package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.neighbours.templates.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployTest {

    @TempDir
    Path folder;

    @Test
    void theSameFilesAreTheSamePackage() throws IOException {
        Path source = Files.createDirectories(folder.resolve("src/lib")).getParent();
        Files.writeString(source.resolve("lib/b.py"), "b = 1\n".repeat(9_999));
        Path program = Files.writeString(source.resolve("bootstrap"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(source.resolve(".git"));
        Files.writeString(source.resolve(".git/HEAD"), "x");

        Content one = FolderZip.write(source, folder.resolve("one.zip"));
        Files.setLastModifiedTime(program, FileTime.fromMillis(0));
        Content two = FolderZip.write(source, folder.resolve("two.zip"));

        assertThat(two.sha256()).isEqualTo(one.sha256());
        try (ZipFile zip = new ZipFile(folder.resolve("one.zip").toFile())) {
            assertThat(Collections.list(zip.entries()))
                    .extracting(Object::toString)
                    .containsExactly("bootstrap", "lib/b.py");
            assertThat(zip.getInputStream(zip.getEntry("lib/b.py")).readAllBytes())
                    .isEqualTo(Files.readAllBytes(source.resolve("lib/b.py")));
        }
        // The modes are in the upper half of the external attributes, 38 bytes into each record of the directory.
        byte[] bytes = Files.readAllBytes(folder.resolve("one.zip"));
        List<Integer> modes = new ArrayList<>();
        for (int at = 0; at < bytes.length - 46; at++) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 1 && bytes[at + 3] == 2) {
                modes.add((bytes[at + 40] & 0xff) | (bytes[at + 41] & 0xff) << 8);
            }
        }
        assertThat(modes).containsExactly(0100755, 0100644);
    }

    @Test
    void whatIsLocalInATemplateIsUploadedOnce() throws IOException {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/app.py"), "");
        Path template = Files.writeString(folder.resolve("template.yaml"), """
                Globals: {Function: {Runtime: python3.13, CodeUri: src}}
                Resources:
                  A: {Type: AWS::Serverless::Function, Properties: {Handler: app.a}}
                  B: {Type: AWS::Serverless::Function, Properties: {Handler: app.b, CodeUri: ./src/}}
                  C: {Type: AWS::Lambda::Function, Properties: {Handler: app.c, Code: src, Runtime: python3.13}}
                  D: {Type: AWS::Serverless::Function, Properties: {Handler: index.d, InlineCode: x}}
                  E: {Type: AWS::Lambda::Function, Properties: {Code: {S3Bucket: b, S3Key: k}}}
                  F:
                    Type: AWS::Serverless::Api
                    Properties:
                      DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}
                """);
        Files.writeString(folder.resolve("api.yaml"), "openapi: 3.0.1");
        List<Path> uploads = new ArrayList<>();
        FunctionBuild builds = new FunctionBuild(folder, line -> {});

        Map<String, Object> made = new TemplatePackage(template, builds, (path, suffix) -> {
                    uploads.add(path);
                    return new TemplatePackage.Place("bucket", "key" + suffix);
                })
                .packaged();

        assertThat(uploads).containsExactly(folder.resolve("src"), folder.resolve("api.yaml"));
        Map<String, Object> resources = Tree.map(made, "Resources");
        assertThat(Tree.json(resources))
                .contains("\"Handler\":\"app.a\",\"CodeUri\":\"s3://bucket/key.zip\"")
                .contains("\"Handler\":\"app.b\",\"CodeUri\":\"s3://bucket/key.zip\"", "\"InlineCode\":\"x\"")
                .contains("{\"S3Bucket\":\"b\",\"S3Key\":\"k\"}", "{\"Location\":\"s3://bucket/key\"}");
        assertThat(Tree.map(Tree.map(Tree.map(resources, "C"), "Properties"), "Code"))
                .isEqualTo(Map.of("S3Bucket", "bucket", "S3Key", "key.zip"));
    }

    @Test
    void whatIsNotThereIsSaidWithItsName() throws IOException {
        Path template = Files.writeString(folder.resolve("template.yaml"), """
                Resources: {A: {Type: AWS::Serverless::Function, Properties: {CodeUri: nowhere}}}
                """);
        FunctionBuild builds = new FunctionBuild(folder, line -> {});

        assertThatThrownBy(() -> new TemplatePackage(template, builds, (path, suffix) -> null).packaged())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("A: there is no " + folder.resolve("nowhere"));
    }

    @Test
    void anApisUrlIsToldAsItIsHere() {
        assertThat(Deployer.local(
                        "https://abc123.execute-api.us-east-1.amazonaws.com/Prod/todos", "http://127.0.0.1:4566"))
                .containsExactly("http://127.0.0.1:4566/_api/abc123/Prod/todos");
        assertThat(Deployer.local("wss://abc.execute-api.eu-west-1.amazonaws.com", "http://127.0.0.1:1"))
                .containsExactly("ws://127.0.0.1:1/_api/abc/");
        assertThat(Deployer.local("https://example.com/", "http://127.0.0.1:4566"))
                .isEmpty();
    }

    @Test
    void aStackIsNamedAfterItsFolder() {
        assertThat(DeployCommand.stackName(Path.of("/home/me/My_app 2/template.yaml")))
                .isEqualTo("My-app-2");
        assertThat(DeployCommand.stackName(Path.of("/1/template.yaml"))).isEqualTo("app");
    }

    @Test
    void stacksOfACdkAppComeAfterThoseThatTheyNeed() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), """
                {"artifacts": {
                  "Web": {"type": "aws:cloudformation:stack", "dependencies": ["Data", "Web.assets"],
                          "properties": {"templateFile": "web.json", "stackName": "web-prod"}},
                  "Web.assets": {"type": "cdk:asset-manifest", "properties": {"file": "web.assets.json"}},
                  "Data": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "data.json"}}}}
                """);
        Files.writeString(folder.resolve("web.json"), """
                {"Resources": {"A": {"Type": "T"}}, "Rules": {"CheckBootstrapVersion": {}},
                 "Parameters": {"BootstrapVersion": {}}}
                """);

        CdkAssembly assembly = CdkAssembly.of(folder);

        assertThat(assembly.stacks()).containsExactly("Data", "Web");
        assertThat(assembly.name("Web")).isEqualTo("web-prod");
        assertThat(assembly.template("Web")).isEqualTo("{\"Resources\":{\"A\":{\"Type\":\"T\"}}}");
    }
}
