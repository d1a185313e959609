package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;

/** {@code examples/terraform} with Terraform and AWS's provider: made, unchanged, changed, gone. */
@Tag("slow")
@ExtendWith(SharedHearth.class)
class TerraformTest {

    private static final String PROVIDER = "registry.terraform.io/hashicorp/aws";

    private static final String GROUPS = """
            terraform {
              required_providers {
                aws = {
                  source  = "hashicorp/aws"
                  version = "~> 5.0"
                }
              }
            }
            provider "aws" {
              region = "us-east-1"
            }
            variable "blocks" {
              type    = list(string)
              default = ["192.0.2.0/24", "198.51.100.0/24"]
            }
            resource "aws_ec2_managed_prefix_list" "ranges" {
              name           = "tf-groups"
              address_family = "IPv4"
              max_entries    = 10
              dynamic "entry" {
                for_each = var.blocks
                content {
                  cidr        = entry.value
                  description = "block ${entry.value}"
                }
              }
              tags = { team = "a" }
            }
            resource "aws_security_group" "functions" {
              name        = "tf-groups"
              description = "of a test"
              ingress {
                protocol    = "tcp"
                from_port   = 443
                to_port     = 443
                cidr_blocks = ["10.0.0.0/8"]
              }
              tags = { team = "a" }
            }
            resource "aws_security_group" "separate" {
              name_prefix = "tf-separate-"
            }
            resource "aws_vpc_security_group_egress_rule" "ranges" {
              security_group_id = aws_security_group.separate.id
              prefix_list_id    = aws_ec2_managed_prefix_list.ranges.id
              ip_protocol       = "-1"
            }
            resource "aws_security_group_rule" "peer" {
              type                     = "egress"
              security_group_id        = aws_security_group.separate.id
              source_security_group_id = aws_security_group.functions.id
              protocol                 = "tcp"
              from_port                = 5432
              to_port                  = 5432
            }
            output "list" {
              value = aws_ec2_managed_prefix_list.ranges.id
            }
            """;

    private final Hearth hearth;

    @TempDir
    private Path folder;

    TerraformTest(Hearth hearth) {
        this.hearth = hearth;
    }

    /** Where a provider lies that needs no download: {@code HEARTH_TERRAFORM_PLUGINS}, else Terraform's own places. */
    private static Optional<Path> mirror() {
        String home = System.getProperty("user.home");
        return Stream.of(
                        System.getenv().getOrDefault("HEARTH_TERRAFORM_PLUGINS", ""),
                        home + "/.terraform.d/plugins",
                        "/usr/local/share/terraform/plugins",
                        "/usr/share/terraform/plugins")
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .filter(each -> Files.isDirectory(each.resolve(PROVIDER)))
                .findFirst();
    }

    private CommandLine terraform() throws IOException {
        CommandLine line = new CommandLine(folder);
        assumeTrue(line.bash("command -v terraform || true").out().contains("terraform"), "no Terraform is installed");
        Path plugins = mirror().orElse(null);
        assumeTrue(plugins != null, "no folder holds Terraform's provider " + PROVIDER);
        Files.writeString(
                folder.resolve("terraform.rc"),
                "provider_installation {\n  filesystem_mirror {\n    path = \"" + plugins + "\"\n  }\n}\n");
        return line;
    }

    @Test
    void securityGroupsAndPrefixListsAreMadeChangedAndGone() throws IOException {
        CommandLine line = terraform();
        Files.writeString(folder.resolve("main.tf"), GROUPS);
        run(line, "terraform init -no-color");
        assertThat(run(line, "terraform apply -auto-approve -no-color"))
                .contains("Apply complete! Resources: 5 added, 0 changed, 0 destroyed.");
        assertThat(run(line, "terraform plan -detailed-exitcode -no-color")).contains("No changes.");
        assertThat(run(
                        line,
                        "terraform apply -auto-approve -no-color -var 'blocks=[\"192.0.2.0/24\",\"203.0.113.0/24\"]'"))
                .contains("0 added, 1 changed, 0 destroyed.");
        Ec2Client ec2 = new Clients(hearth.endpoint(), hearth.keys()).client(Ec2Client.builder());
        String list = output(line, "list");
        assertThat(ec2.getManagedPrefixListEntries(request -> request.prefixListId(list))
                        .entries())
                .extracting(PrefixListEntry::cidr)
                .containsExactlyInAnyOrder("192.0.2.0/24", "203.0.113.0/24");
        assertThat(run(line, "terraform destroy -auto-approve -no-color")).contains("Resources: 5 destroyed.");
        assertThat(ec2.describeManagedPrefixLists(request -> {}).prefixLists())
                .noneMatch(each -> each.prefixListName().equals("tf-groups"));
    }

    @Test
    void theExampleIsMadeOnceAndForAll() throws IOException {
        CommandLine line = terraform();
        prepare();

        run(line, "terraform init -no-color");
        String first = run(line, "terraform apply -auto-approve -no-color");
        assertThat(first).contains("Apply complete! Resources: 32 added, 0 changed, 0 destroyed.");
        assertThat(call(line, output(line, "url"), "/")).isEqualTo("hello");
        assertThat(call(line, output(line, "api"), "/hello")).isEqualTo("hello");

        assertThat(run(line, "terraform plan -detailed-exitcode -no-color"))
                .as("what is there is what was asked for")
                .contains("No changes.");

        String second = run(line, "terraform apply -auto-approve -no-color -var greeting=welcome");
        assertThat(second).contains("0 added, 4 changed, 0 destroyed.");
        assertThat(call(line, output(line, "url"), "/")).isEqualTo("welcome");

        assertThat(run(line, "terraform destroy -auto-approve -no-color")).contains("Resources: 32 destroyed.");
        Clients clients = new Clients(hearth.endpoint(), hearth.keys());
        assertThat(clients.sqs()
                        .listQueues(request -> request.queueNamePrefix("tf-example"))
                        .queueUrls())
                .isEmpty();
    }

    private void prepare() throws IOException {
        Path example = Checkout.root().resolve("examples/terraform");
        Files.copy(example.resolve("main.tf"), folder.resolve("main.tf"));
        Files.write(folder.resolve("app.zip"), Zip.of("app.py", Files.readString(example.resolve("src/app.py"))));
        Files.write(
                folder.resolve("layer.zip"),
                Zip.of("python/shared.py", Files.readString(example.resolve("layer/python/shared.py"))));
    }

    private String run(CommandLine line, String command) {
        CommandLine.Result result = line.bash("""
                export TF_CLI_CONFIG_FILE='%s/terraform.rc' CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
                export AWS_ENDPOINT_URL='%s' AWS_ACCESS_KEY_ID='%s' AWS_SECRET_ACCESS_KEY='%s'
                export AWS_EC2_METADATA_DISABLED=true
                %s
                """.formatted(
                        folder,
                        hearth.endpoint(),
                        hearth.keys().accessKeyId(),
                        hearth.keys().secretAccessKey(),
                        command));
        assertThat(result.status())
                .as(command + "\n" + result.out() + result.err())
                .isZero();
        return result.out();
    }

    private String output(CommandLine line, String name) {
        return run(line, "terraform output -raw -no-color " + name).strip();
    }

    /** What an address answers whose name this machine need not know. */
    private String call(CommandLine line, String address, String path) {
        URI uri = URI.create(address);
        String host = uri.getHost() + ":" + uri.getPort();
        List<String> words = List.of("curl -sS -H 'Host: " + host + "' '", hearth.endpoint() + path + "'");
        CommandLine.Result result = line.bash(String.join("", words));
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }
}
