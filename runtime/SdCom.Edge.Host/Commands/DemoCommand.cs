using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>demo</c>: the shipped model recognises a generated actor, within the budget of a device profile, and says whether it was right.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan PerGesture = TimeSpan.FromSeconds(6);

    // Easy ones, which the static net knows by itself, ones that ask for width (move_ahead and slow_down differ little), and idling between them.
    private static readonly string[] Programme = ["move_to_left", "move_ahead", "hover", "idle", "slow_down", "landing_direction"];

    public static Command Create()
    {
        Option<string> model = Options.Model(required: false);
        Option<string> profile = Options.Profile("device-profiles/desktop-cpu.json");
        Option<string> action = new("--action") { Description = "Show only this gesture; several in turn when left out.", HelpName = "NAME" };
        Option<ulong> seed = new("--seed") { Description = "Another seed is another actor in another place.", HelpName = "N", DefaultValueFactory = _ => 7 };
        RunOptions options = new();
        Command command = new("demo", "Recognise a generated actor with the shipped model.") { model, profile, action, seed };
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            RunRequest request = options.Read(parsed) with { Window = true, LiveStatus = true };
            List<OutputParts> asked = options.ReadOutputs(parsed);
            using ModelSetup setup = ModelSetup.Load(parsed.GetValue(model) ?? Shipped.Model, parsed.GetValue(profile) ?? Shipped.Profile, options.Threads(parsed), fallBack: options.FallBack(parsed));
            string[] programme = parsed.GetValue(action) is { } one ? [one] : [.. Programme.Where(setup.Model.Manifest.Classes.Contains)];
            if (programme.Length == 0)
                throw new InputException($"{setup.Model.Directory}: this model knows none of the demo's gestures {string.Join(", ", Programme)}; give one of its own with --action.");
            using SyntheticSource camera = new(programme, PerGesture, parsed.GetValue(seed), TimeProvider.System);
            using CameraSources only = new(camera);
            using OutputSet opened = OutputSet.Open(asked, new OutputScene(setup.Model.Manifest.Classes, only.Tags), RunSession.Say);
            return Task.FromResult(RunSession.Execute(setup, only, request, opened, cancel));
        });
        return command;
    }
}
