using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SdCom.Edge.Runtime.Outputs.Webhook;

/// <summary>
/// Proves to a server that a request comes from who knows the secret, and when it was made: <c>v1=</c> and the HMAC-SHA256 (RFC 2104, in hex) of <c>TIMESTAMP.BODY</c>.
/// A server that refuses old time stamps cannot be fooled by a recorded request.
/// </summary>
public static class Signature
{
    /// <summary>Header with the time of the attempt, in seconds since 1970 (UTC).</summary>
    public const string TimestampHeader = "X-SdCom-Timestamp";

    /// <summary>Header with the signature.</summary>
    public const string SignatureHeader = "X-SdCom-Signature";

    /// <summary>The signature of a body at a time.</summary>
    public static string Of(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] prefix = Encoding.UTF8.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + ".");
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. prefix, .. body]);
        return $"v1={Convert.ToHexStringLower(hash)}";
    }
}
