import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import * as s3 from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import * as tables from "@aws-sdk/client-dynamodb";
import * as documents from "@aws-sdk/lib-dynamodb";

const MIB = 1 << 20;

async function objects() {
  const client = new s3.S3Client({ forcePathStyle: true });
  const Bucket = `b-${randomUUID()}`;
  await client.send(new s3.CreateBucketCommand({ Bucket }));

  await client.send(new s3.PutObjectCommand({ Bucket, Key: "a b/ü", Body: "hello", Metadata: { from: "js" } }));
  const got = await client.send(new s3.GetObjectCommand({ Bucket, Key: "a b/ü", ChecksumMode: "ENABLED" }));
  assert.equal(await got.Body.transformToString(), "hello");
  assert.equal(got.Metadata.from, "js");
  assert.ok(got.ChecksumCRC32);
  const range = await client.send(new s3.GetObjectCommand({ Bucket, Key: "a b/ü", Range: "bytes=1-3" }));
  assert.equal(await range.Body.transformToString(), "ell");
  await assert.rejects(
    client.send(new s3.PutObjectCommand({ Bucket, Key: "a b/ü", Body: "again", IfNoneMatch: "*" })),
    { name: "PreconditionFailed" });
  await assert.rejects(client.send(new s3.GetObjectCommand({ Bucket, Key: "nothing" })), s3.NoSuchKey);
  console.log("put and get");

  for (const Key of ["c/1", "c/2", "d"]) {
    await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: Key }));
  }
  const keys = [];
  const pages = s3.paginateListObjectsV2({ client, pageSize: 2 }, { Bucket });
  for await (const page of pages) {
    keys.push(...page.Contents.map((object) => object.Key));
  }
  assert.deepEqual(keys, ["a b/ü", "c/1", "c/2", "d"]);
  console.log("list");

  const bytes = randomBytes(11 * MIB);
  const parts = Readable.from(Array.from({ length: 11 }, (_, i) => bytes.subarray(i * MIB, (i + 1) * MIB)));
  const upload = new Upload({ client, params: { Bucket, Key: "large", Body: parts }, partSize: 5 * MIB });
  const done = await upload.done();
  assert.match(done.ETag, /-3"$/);
  const large = await client.send(new s3.GetObjectCommand({ Bucket, Key: "large" }));
  assert.ok(bytes.equals(await buffer(large.Body)));
  console.log("multipart");

  const put = await getSignedUrl(client, new s3.PutObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
  assert.equal((await fetch(put, { method: "PUT", body: "by URL" })).status, 200);
  const get = await getSignedUrl(client, new s3.GetObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
  assert.equal(await (await fetch(get)).text(), "by URL");
  assert.equal((await fetch(get.replace("signed?", "other?"))).status, 403);
  console.log("presigned");

  const Objects = [...keys, "large", "signed"].map((Key) => ({ Key }));
  const deleted = await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  assert.equal(deleted.Deleted.length, Objects.length);
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
  console.log("bucket removed");
}

async function items() {
  const client = new tables.DynamoDBClient({});
  const TableName = `t-${randomUUID()}`;
  await client.send(new tables.CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "N" },
    ],
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
  }));
  await tables.waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName });

  const table = documents.DynamoDBDocumentClient.from(client);
  const item = { pk: "a", sk: 1, list: [1, "two", null, true], map: { deep: new Set(["x", "y"]) } };
  await table.send(new documents.PutCommand({ TableName, Item: item }));
  const got = await table.send(new documents.GetCommand({ TableName, Key: { pk: "a", sk: 1 } }));
  assert.deepEqual(got.Item, item);
  console.log("item");

  for (let sk = 2; sk <= 5; sk++) {
    await table.send(new documents.PutCommand({ TableName, Item: { pk: "a", sk } }));
  }
  const found = [];
  const pages = documents.paginateQuery({ client: table, pageSize: 2 }, {
    TableName,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: { ":pk": "a", ":from": 2, ":to": 4 },
  });
  for await (const page of pages) {
    found.push(...page.Items.map((each) => each.sk));
  }
  assert.deepEqual(found, [2, 3, 4]);
  console.log("query");

  await table.send(new documents.TransactWriteCommand({
    TransactItems: [
      { Put: { TableName, Item: { pk: "b", sk: 1 }, ConditionExpression: "attribute_not_exists(pk)" } },
      {
        Update: {
          TableName,
          Key: { pk: "a", sk: 2 },
          UpdateExpression: "ADD hits :one",
          ExpressionAttributeValues: { ":one": 1 },
        },
      },
    ],
  }));
  await assert.rejects(
    table.send(new documents.TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { pk: "b", sk: 1 }, ConditionExpression: "attribute_not_exists(pk)" } },
        { Delete: { TableName, Key: { pk: "a", sk: 2 } } },
      ],
    })),
    (refused) => refused instanceof tables.TransactionCanceledException
      && refused.CancellationReasons[0].Code === "ConditionalCheckFailed"
      && refused.CancellationReasons[1].Code === "None");
  const updated = await table.send(new documents.GetCommand({ TableName, Key: { pk: "a", sk: 2 } }));
  assert.equal(updated.Item.hits, 1);
  console.log("transaction");

  await client.send(new tables.DeleteTableCommand({ TableName }));
  console.log("table removed");
}

await objects();
await items();
