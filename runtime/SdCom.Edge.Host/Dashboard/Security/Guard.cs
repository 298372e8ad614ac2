using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SdCom.Edge.Host.Dashboard.Security;

/// <summary>Stands before every route: headers that browsers obey, the name the server is called by, where a change comes from, and who may look.</summary>
/// <param name="names">Our names.</param>
/// <param name="token">What must be shown; null lets everybody in who comes this far.</param>
/// <param name="time">Measures how long addresses are refused.</param>
internal sealed class Guard(HostNames names, AccessToken? token, TimeProvider time)
{
    private const string Cookie = "sdcom-session";
    private const string Scheme = "Bearer ";

    // What a browser needs before it has a session, and probes that carry no secrets.
    private static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "/login", "/login.js", "/app.css", "/theme.js", "/icon.svg", "/healthz", "/readyz" };

    private readonly FailureLimit failures = new(time);

    /// <summary>The middleware.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Protect(context.Response.Headers);
        if (!names.Knows(context.Request.Host.Host))
            await Answer.Problem(context, StatusCodes.Status421MisdirectedRequest, "the Host header names another server; call this one by its address.").ConfigureAwait(false);
        else if (Refusal(context.Request) is { } refusal)
            await Answer.Problem(context, refusal.Status, refusal.Reason).ConfigureAwait(false);
        else if (token is null || Open.Contains(context.Request.Path.Value ?? string.Empty))
            await next(context).ConfigureAwait(false);
        else
            await Admit(context, next).ConfigureAwait(false);
    }

    /// <summary>Whether the request carries the token or a session, or needs none.</summary>
    public bool IsAdmitted(HttpContext context) => token is null || HasSession(context.Request) || (Bearer(context.Request) is { } shown && token.Is(shown));

    /// <summary>Trades the token for a session cookie. False, and counted, when it is wrong; a refused address has been answered.</summary>
    public async Task<bool> LogInAsync(HttpContext context, string shown)
    {
        if (await IsRefused(context).ConfigureAwait(false))
            return false;
        if (token is not null && !token.Is(shown))
        {
            failures.Add(AddressOf(context));
            await Answer.Problem(context, StatusCodes.Status401Unauthorized, "this is not the token.").ConfigureAwait(false);
            return false;
        }

        if (token is not null)
            context.Response.Cookies.Append(Cookie, token.Session, new CookieOptions { HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", IsEssential = true });
        return true;
    }

    /// <summary>The address that a request came from.</summary>
    public static IPAddress AddressOf(HttpContext context)
    {
        IPAddress address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    // A page of another origin can make a browser send a POST, but neither with this content type unasked, nor with our origin.
    private static (int Status, string Reason)? Refusal(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return null;
        if (!HttpMethods.IsPost(request.Method))
            return (StatusCodes.Status405MethodNotAllowed, "only GET, HEAD and POST are understood.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return (StatusCodes.Status415UnsupportedMediaType, "send application/json.");
        string own = string.Create(CultureInfo.InvariantCulture, $"{request.Scheme}://{request.Host.Value}");
        bool foreign = request.Headers.Origin.Count > 0 && !string.Equals(request.Headers.Origin, own, StringComparison.OrdinalIgnoreCase);
        bool crossing = request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin";
        return foreign || crossing ? (StatusCodes.Status403Forbidden, "changes are taken from this server's own page, or from programs that send no Origin.") : null;
    }

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;

    private bool HasSession(HttpRequest request) => request.Cookies.TryGetValue(Cookie, out string? session) && token!.IsSession(session);

    private async Task Admit(HttpContext context, RequestDelegate next)
    {
        if (HasSession(context.Request))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (await IsRefused(context).ConfigureAwait(false))
            return;
        string? shown = Bearer(context.Request);
        if (shown is not null && token!.Is(shown))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (shown is not null)
            failures.Add(AddressOf(context));
        if (context.Request.Path == "/" && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect("/login");
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Answer.Problem(context, StatusCodes.Status401Unauthorized, "send the token as Authorization: Bearer, or log in at /login.").ConfigureAwait(false);
    }

    private async Task<bool> IsRefused(HttpContext context)
    {
        if (failures.RefusedFor(AddressOf(context)) is not { } wait)
            return false;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Answer.Problem(context, StatusCodes.Status429TooManyRequests, "too many wrong tokens came from this address; wait a minute.").ConfigureAwait(false);
        return true;
    }
}
