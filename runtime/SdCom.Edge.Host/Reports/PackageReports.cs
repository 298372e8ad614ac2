namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>package keygen --json</c> prints.</summary>
internal sealed record KeyReport(string PrivateKey, string PublicKey, string Fingerprint);

/// <summary>What <c>package sign --json</c> and <c>package verify --json</c> print: the model, its folder, and whose signature it carries.</summary>
internal sealed record SignatureReport(string Model, string Directory, string Fingerprint);
