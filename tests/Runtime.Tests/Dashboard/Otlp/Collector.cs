using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Dashboard.Otlp;

/// <summary>The receiving end of OpenTelemetry's protocol, over gRPC's own server and over HTTP; it can die and come back on the same port.</summary>
internal sealed class Collector(bool overGrpc) : IDisposable
{
    private WebApplication? application;

    public string Address { get; } = $"http://127.0.0.1:{Tools.FreePort()}";

    /// <summary>What has come, in order.</summary>
    public ConcurrentQueue<ExportMetricsServiceRequest> Requests { get; } = [];

    /// <summary>The bytes of those over HTTP.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = [];

    /// <summary>The paths over HTTP.</summary>
    public ConcurrentQueue<string> Paths { get; } = [];

    /// <summary>Answers that it is overloaded.</summary>
    public bool Refuses { get; set; }

    public Collector Start()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPEndPoint.Parse(Address["http://".Length..]), listen => listen.Protocols = overGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc();
        WebApplication started = builder.Build();
        started.UseRouting();
        started.MapGrpcService<Service>();
        started.MapPost("/{**path}", Take);
        started.StartAsync().GetAwaiter().GetResult();
        application = started;
        return this;
    }

    public void Stop()
    {
        application?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        application = null;
    }

    public void Dispose() => Stop();

    private async Task Take(HttpContext context)
    {
        if (Refuses)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        Paths.Enqueue(context.Request.Path);
        Bodies.Enqueue(body.ToArray());
        Requests.Enqueue(ExportMetricsServiceRequest.Parser.ParseFrom(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
        await context.Response.Body.WriteAsync(new ExportMetricsServiceResponse().ToByteArray());
    }

    /// <summary>The service of the protocol.</summary>
    internal sealed class Service(Collector collector) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            if (collector.Refuses)
                throw new RpcException(new Status(StatusCode.ResourceExhausted, "too much of it"));
            collector.Requests.Enqueue(request);
            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }
}
