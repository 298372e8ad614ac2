using System.CommandLine;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>run</c>: recognises cameras or recordings, any number at once.</summary>
internal static class RunCommand
{
    /// <param name="config">The settings that are in the command line already; null without any.</param>
    public static Command Create(ConfigSource? config)
    {
        Option<string> model = Options.Model(required: true);
        Option<string[]> source = new("--source") { Description = $"Where frames come from: {FrameSources.Kinds}. May be given more than once: all share one model and one budget.", Required = true, HelpName = "SOURCE" };
        Option<string> profile = Options.Profile("no budget");
        RunOptions options = new();
        Command command = new("run", "Recognise cameras or videos.") { model, source, profile };
        options.AddTo(command);
        command.Options.Add(ConfigSource.CreateOption());
        command.SetAction((parsed, cancel) =>
        {
            string[] wanted = options.Outputs(parsed);
            RunRequest request = options.Read(parsed) with
            {
                Config = config,
                LiveStatus = !wanted.Any(output => output.StartsWith(OutputKinds.Console, StringComparison.Ordinal)),
            };
            List<OutputParts> asked = options.ReadOutputs(parsed);
            string[] words = parsed.GetRequiredValue(source);
            using ModelSetup setup = ModelSetup.Load(parsed.GetRequiredValue(model), parsed.GetValue(profile), options.Threads(parsed), fallBack: options.FallBack(parsed));
            bool watched = (request.Record ?? request.Snapshot) is not null || wanted.Any(output => output.StartsWith(OutputKinds.Clips, StringComparison.Ordinal));
            using CameraSources sources = new(words, TimeProvider.System, setup.Profile?.TargetFps, inRealTime: words.Length > 1 && watched);
            using OutputSet opened = OutputSet.Open(asked, new OutputScene(setup.Model.Manifest.Classes, sources.Tags), RunSession.Say);
            return Task.FromResult(RunSession.Execute(setup, sources, request, opened, cancel));
        });
        return command;
    }
}
