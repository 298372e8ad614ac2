using System.Security.Cryptography;
using System.Text;
using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Dashboard.Security;

/// <summary>
/// The secret that opens the dashboard, and the session cookie that stands for it in a browser. Neither is ever printed. What is compared are HMACs under a key of this process, in
/// constant time: how long a comparison takes says nothing about the secret or its length.
/// </summary>
internal sealed class AccessToken
{
    /// <summary>Shorter ones can be guessed.</summary>
    public const int MinimumLength = 16;

    /// <summary>The environment variable that may hold it.</summary>
    public const string Variable = "SDCOM_TOKEN";

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] tokenMac;
    private readonly byte[] sessionMac;

    /// <param name="token">The secret.</param>
    /// <param name="origin">Where it came from, for messages.</param>
    /// <exception cref="InputException">It is too short, or has characters that no header can carry.</exception>
    public AccessToken(string token, string origin)
    {
        if (token.Length < MinimumLength || token.Any(c => c is <= ' ' or > '~'))
            throw new InputException($"{origin}: the token must have at least {MinimumLength} printable ASCII characters and no spaces; make one with: openssl rand -hex 24");
        Session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        tokenMac = Mac(token);
        sessionMac = Mac(Session);
    }

    /// <summary>The value of the cookie of those who have shown the token; it dies with the process.</summary>
    public string Session { get; }

    /// <summary>Reads the token from a file, or from the environment; null when neither has one.</summary>
    /// <param name="file">The file's path; null for none.</param>
    /// <param name="variable">The value of <see cref="Variable"/>.</param>
    /// <exception cref="InputException">The file cannot be read, or the token is not fit.</exception>
    public static AccessToken? Read(string? file, string? variable)
    {
        if (file is null)
            return string.IsNullOrEmpty(variable) ? null : new AccessToken(variable, Variable);
        try
        {
            return new AccessToken(File.ReadAllText(file).Trim(), $"--token-file {file}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--token-file {file}: cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Whether this is the token.</summary>
    public bool Is(string presented) => CryptographicOperations.FixedTimeEquals(Mac(presented), tokenMac);

    /// <summary>Whether this is the session's cookie.</summary>
    public bool IsSession(string presented) => CryptographicOperations.FixedTimeEquals(Mac(presented), sessionMac);

    public override string ToString() => "***";

    private byte[] Mac(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
