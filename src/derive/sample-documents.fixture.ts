/** Small documents in the five forms, in our own words: what the specs read in place of the real ones. */

const JSON_ACTION = `{
    "@odata.context": "https://host.example/$metadata#MachineActions/$entity",
    "id": "00000000-0000-4000-8000-000000000001",
    "type": "StopAndQuarantineFile",
    "status": "InProgress",
    "creationDateTimeUtc": "2019-01-01T00:00:00.25Z",
    "relatedFileInfo": {
        "fileIdentifier": "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    }
}`;

export const PAGE = `---
title: A page
ms.date: 01/02/2023
---

# A page

## Limitations

1. The pace is 100 calls per minute
   and 1500 calls per hour.

> [!IMPORTANT]
> You can only take this action if:
>
> - Windows 10, version 1703 or later, or Windows 11 is there

## Permissions

One of the following permissions is required here.

Permission type|Permission|Permission display name
:---|:---|:---
Application|Machine.StopAndQuarantine|'Stop'
Application|Machine.Read.All|'Read'
Delegated (work)|Machine.StopAndQuarantine|'Stop'

## HTTP request

\`\`\`http
POST https://host.example/api/machines/{id}/StopAndQuarantineFile
\`\`\`

## Request headers

Name|Type|Description
:---|:---|:---
Authorization|String|Bearer {token}. **Required**.
Content-Type|string|application/json. **Required**.

## Request body
Callers supply a JSON object.

Parameter|Type|Description
:---|:---|:---
Comment|String|A remark. **Required**.
Sha1|String|The hash. **Required**.

## Response

It returns 201 - Created response code and [Machine Action](a.md) in the response body.

## Example

### Request

\`\`\`http
POST https://host.example/api/machines/m1/StopAndQuarantineFile
\`\`\`

\`\`\`json
{
  "Comment": "one",
  "Sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709"
}
\`\`\`
`;

const both = (translated: string, english: string) =>
  `<span data-ttu-id="1">${translated}</span><span class="sxs-lookup"><span data-stu-id="1">${english}</span></span>`;

export const TRANSLATED_PAGE = PAGE.replace(
  '## Limitations',
  `## <a name="l"></a>${both('Gränser', 'Limitations')}`,
)
  .replace(
    /1\. The pace.*\n.*hour\./,
    `1. ${both('Högst 100 anrop per minut och 1 500 i timmen.', 'The pace is 100 calls per minute and 1500 calls per hour.')}`,
  )
  .replace('Comment|String', `${both('Kommentar', 'Comment')} | ${both('Sträng', 'String')}`)
  .replace(
    'The hash. **Required**.',
    `${both('Summan.', 'The hash.')} ${both('**Krävs.**', '**Required**.')}`,
  );

export const PREVIEW_PAGE = `---
ms.date: 01/02.2017
---
# A page

## Permissions
Callers need to have “chief” permissions.

## HTTP request
\`\`\`
POST /preview/machines/{id}/stopFile
\`\`\`

## Request headers

Header | Value
:---|:---
Authorization | Bearer {token}. Required.
Content-Type\t| application/json

## Request body
Callers supply a JSON object.

Parameter |\tType\t| Description
:---|:---|:---
Comment |\tString |\tA remark. **Required**.
SHA1 |\tString\t | The hash. **Required**.

## Response
It returns 201, Created response code and _FileMachineAction_ object in the response body.

## Example

Request

\`\`\`
POST https://host.example/preview/machines/m1/otherFile
Content-type: application/json
{
  "Comment": "one",
  “Sha1”: “da39a3ee5e6b4b0d3255bfef95601890afd80709”
}
\`\`\`

\`\`\`
HTTP/1.1 201 Created
HTTP/1.1 201 Created
Content-type: application/json
${JSON_ACTION}
\`\`\`
`;

export const PLAIN_PAGE = `2019-01-02 03:04:05

A page

Permissions

One of the following permissions is required here.

Permission type Permission Permission display name
Application Machine.StopAndQuarantine 'Stop'
Delegated (work) Machine.StopAndQuarantine 'Stop'

HTTP request

POST https://host.example/api/machines/{id}/StopAndQuarantineFile

Request headers

Name Type Description
Authorization String Bearer {token}. Required.
Content-Type string application/json. Required.

Request body

Callers supply a JSON object.

Parameter Type Description
Comment String A remark. Required.
Sha1 String The hash. Required.

Response

It returns 201 - Created response code and Machine Action in the response body.

Example

Request

POST https://host.example/api/machines/m1/StopAndQuarantineFile
Content-type: application/json
{
  "Comment": "one",
  "Sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709"
}

Response

HTTP/1.1 201 Created
Content-type: application/json
${JSON_ACTION}`;

export const SUMMARY = `# Endpoint: POST /api/machines/{id}/StopAndQuarantineFile

**Tags:** MachineAction

## Parameters
### Path Parameters
- \`id\` (string, required): the machine

## Request Body
\`\`\`json
{
  "Comment": "string",
  "Sha1": "string"
}
\`\`\`
**Required:** Comment, Sha1

## Responses
### 201 Created
\`\`\`json
{
  "id": "string",
  "creationDateTimeUtc": "2021-01-01T00:00:00.5Z",
  "relatedFileInfo": {
    "fileIdentifier": "string"
  }
}
\`\`\`

### Errors
Errors: 400 (Bad Request), 429 (Rate Limited)

## Security
- OAuth2: \`https://host.example/.default\`
- Permission: Machine.StopAndQuarantine (Application), Machine.Read.All (Application), Machine.StopAndQuarantine (Delegated)

## Rate Limits
- 100 calls per minute, 1,500 calls per hour

## Example
\`\`\`http
POST /api/machines/m1/StopAndQuarantineFile
Authorization: Bearer {token}
Content-Type: application/json

{
  "Comment": "one two three four five six",
  "Sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709"
}

Response:
{
  "id": "00000000-0000-4000-8000-000000000001"
}
\`\`\`

## Notes
- Must provide SHA1 hash of the file
`;
