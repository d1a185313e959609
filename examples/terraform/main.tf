# An application of functions, queues, topics, logs and rules. Where Hearth is comes from the usual variables
# (`eval "$(./hearth env)"`), so that the same files deploy to AWS.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

variable "greeting" {
  type    = string
  default = "hello"
}

variable "name" {
  type    = string
  default = "tf-example"
}

provider "aws" {
  region            = "us-east-1"
  s3_use_path_style = true
}

data "aws_caller_identity" "me" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  name               = "${var.name}-function"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { app = var.name }
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_policy" "queues" {
  name = "${var.name}-queues"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:*"], Resource = aws_sqs_queue.jobs.arn }]
  })
}

resource "aws_iam_role_policy_attachment" "queues" {
  role       = aws_iam_role.function.name
  policy_arn = aws_iam_policy.queues.arn
}

resource "aws_iam_role_policy" "inline" {
  name = "inline"
  role = aws_iam_role.function.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.news.arn }]
  })
}

resource "aws_lambda_layer_version" "shared" {
  layer_name          = "${var.name}-shared"
  filename            = "layer.zip"
  source_code_hash    = filebase64sha256("layer.zip")
  compatible_runtimes = ["python3.11"]
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 7
}

resource "aws_lambda_function" "app" {
  function_name    = var.name
  role             = aws_iam_role.function.arn
  handler          = "app.handler"
  runtime          = "python3.11"
  filename         = "app.zip"
  source_code_hash = filebase64sha256("app.zip")
  publish          = true
  timeout          = 10
  layers           = [aws_lambda_layer_version.shared.arn]
  environment {
    variables = { GREETING = var.greeting }
  }
  tags       = { app = var.name }
  depends_on = [aws_cloudwatch_log_group.function]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.app.function_name
  function_version = aws_lambda_function.app.version
}

resource "aws_lambda_function_url" "open" {
  function_name      = aws_lambda_function.app.function_name
  authorization_type = "NONE"
}

resource "aws_sqs_queue" "jobs" {
  name                       = "${var.name}-jobs"
  visibility_timeout_seconds = 60
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
}

resource "aws_sqs_queue" "dead" {
  name = "${var.name}-dead"
}

resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name    = aws_lambda_alias.live.arn
  batch_size       = 5
}

resource "aws_sns_topic" "news" {
  name = "${var.name}-news"
}

resource "aws_sns_topic_subscription" "jobs" {
  topic_arn            = aws_sns_topic.news.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.jobs.arn
  raw_message_delivery = true
}

resource "aws_cloudwatch_event_rule" "often" {
  name                = "${var.name}-often"
  schedule_expression = "rate(1 hour)"
}

resource "aws_cloudwatch_event_target" "often" {
  rule = aws_cloudwatch_event_rule.often.name
  arn  = aws_lambda_function.app.arn
}

resource "aws_lambda_permission" "often" {
  statement_id  = "often"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.app.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.often.arn
}

resource "aws_ssm_parameter" "greeting" {
  name  = "/${var.name}/greeting"
  type  = "SecureString"
  value = var.greeting
}

output "url" {
  value = aws_lambda_function_url.open.function_url
}

output "account" {
  value = data.aws_caller_identity.me.account_id
}
