using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SdCom.Edge.Host.Dashboard.Security;
using SdCom.Edge.Host.Dashboard.State;

namespace SdCom.Edge.Host.Dashboard.Routes;

/// <summary>
/// The page and what it loads: embedded in the program, each with a route of its own, so that no path of a request reaches the file system; and the form that asks for the token.
/// </summary>
internal static class PageRoutes
{
    private const string Prefix = "wwwroot/";

    public static void Map(IEndpointRouteBuilder routes, Guard guard)
    {
        Assembly program = typeof(PageRoutes).Assembly;
        foreach (string name in program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            Page page = Load(program, name);
            string file = name[Prefix.Length..];
            string path = file switch { "index.html" => "/", "login.html" => "/login", _ => $"/{file}" };
            routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context => Serve(context, page));
        }

        routes.MapPost("/login", async context =>
        {
            if (await Answer.Read(context, DashboardJson.Default.LoginRequest, """{"token": "..."}""").ConfigureAwait(false) is { } request
                && await guard.LogInAsync(context, request.Token).ConfigureAwait(false))
                context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    private static Page Load(Assembly program, string name)
    {
        using Stream stream = program.GetManifestResourceStream(name)!;
        byte[] body = new byte[stream.Length];
        stream.ReadExactly(body);
        string type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/json",
        };
        return new Page(body, type, $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"");
    }

    private static async Task Serve(HttpContext context, Page page)
    {
        context.Response.Headers.ETag = page.Tag;
        context.Response.Headers.CacheControl = "no-cache"; // asked for anew every time, sent only when it has changed
        if (context.Request.Headers.IfNoneMatch == page.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = page.Type;
        context.Response.ContentLength = page.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(page.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private sealed record Page(byte[] Body, string Type, string Tag);
}
