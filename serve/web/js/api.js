// The server, as the page needs it. Whatever goes wrong becomes a Problem: one line that a person can read.

const KEY = "api-key";

export class Problem extends Error {
  constructor(message, status = 0, type = "") {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export const useKey = (key) => sessionStorage.setItem(KEY, key);

export const keyHeader = () => {
  const key = sessionStorage.getItem(KEY);
  return key ? { Authorization: `Bearer ${key}` } : {};
};

export const GONE = new Problem("The server does not answer. Is it still running?");

// What a problem document (RFC 9457) says, in one line.
export const problemOf = (status, text, wait) => {
  let said = {};
  try {
    said = JSON.parse(text);
  } catch {
    // A proxy in between answers in words of its own.
  }
  const line = said.detail || said.title || `The server answered with status ${status}.`;
  const later = status === 429 || status === 503 ? ` Try again in ${wait || "a few"} seconds.` : "";
  return new Problem(`${line}${later}`, status, said.type);
};

export const request = async (path, { headers = {}, ...options } = {}) => {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { ...keyHeader(), ...headers } });
  } catch (error) {
    throw error.name === "AbortError" ? error : GONE;
  }
  if (response.ok) return response;
  throw problemOf(response.status, await response.text(), response.headers.get("retry-after"));
};

export const asJson = (body) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

export const getJson = async (path) => (await request(path)).json();
export const postJson = async (path, body) => (await request(path, asJson(body))).json();

// What there is; a server that was never given a document has no index yet.
export const listDocuments = async () => {
  try {
    return (await getJson("/v1/documents")).documents;
  } catch (error) {
    if (error.type === "urn:interview-rag:index-missing") return [];
    throw error;
  }
};

export const documentPath = (id) => `/v1/documents/${encodeURIComponent(id)}`;
