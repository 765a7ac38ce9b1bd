/**
 * How this sdk asks for a report to be accepted, in a file without any import: the api knows these very bytes, too, and answers them
 * by a shorter way (apps/api/src/accepting). Any other text for the same question is answered alike, and costs more.
 */
export const SUBMIT_DOCUMENT = `mutation SubmitReport($input: SubmitReportInput!) {
    submitReport(input: $input) {
      __typename
      ... on ReportAccepted { receipt }
      ... on ReportRefused { reason }
      ... on ReportDeferred { retryAfterSeconds challenge }
    }
  }`;
export const SUBMIT_NAME = 'SubmitReport';
export const SUBMIT_FIELD = 'submitReport';
