const cdk = require('aws-cdk-lib');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const lambda = require('aws-cdk-lib/aws-lambda');
const logs = require('aws-cdk-lib/aws-logs');

class TodoStack extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const table = new dynamodb.TableV2(this, 'Todos', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    const api = new apigateway.RestApi(this, 'Api', { cloudWatchRole: false });
    const todos = api.root.addResource('todos');
    for (const method of ['post', 'get']) {
      const handler = new lambda.Function(this, `${method}Todos`, {
        runtime: lambda.Runtime.PROVIDED_AL2023,
        handler: 'bootstrap',
        code: lambda.Code.fromAsset(`dist/${method}`),
        environment: { TABLE_NAME: table.tableName, STAGE: process.env.STAGE || 'dev' },
        logRetention: logs.RetentionDays.ONE_WEEK,
      });
      table.grantReadWriteData(handler);
      todos.addMethod(method.toUpperCase(), new apigateway.LambdaIntegration(handler));
    }
  }
}

new TodoStack(new cdk.App(), 'cdk-app');
