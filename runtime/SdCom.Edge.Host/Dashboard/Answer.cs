using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SdCom.Edge.Host.Dashboard.State;

namespace SdCom.Edge.Host.Dashboard;

/// <summary>Answers in JSON, and reads small requests in it.</summary>
internal static class Answer
{
    private const int LargestBody = 4096;

    /// <summary>Answers with a value.</summary>
    public static async Task Json<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Says in one line why a request was refused.</summary>
    public static Task Problem(HttpContext context, int status, string reason) => Json(context, new ProblemView(reason), DashboardJson.Default.ProblemView, status);

    /// <summary>Reads the body; null when it is not what is wanted, which has been answered then.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What it must be.</param>
    /// <param name="wanted">An example of it, for the message.</param>
    public static async Task<T?> Read<T>(HttpContext context, JsonTypeInfo<T> type, string wanted)
        where T : class
    {
        try
        {
            using MemoryStream body = new(LargestBody);
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false); // no longer than the server's limit
            body.Position = 0;
            if (await JsonSerializer.DeserializeAsync(body, type, context.RequestAborted).ConfigureAwait(false) is { } value)
                return value;
        }
        catch (JsonException)
        {
            // What it says about the place of the fault is of no use to whom sends rubbish.
        }

        await Problem(context, StatusCodes.Status400BadRequest, $"the body must be JSON such as {wanted}").ConfigureAwait(false);
        return null;
    }
}
