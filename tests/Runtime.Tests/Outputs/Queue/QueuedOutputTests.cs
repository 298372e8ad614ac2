using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Rules;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Queue;

public class QueuedOutputTests
{
    private static readonly QueueSettings Small = new() { Capacity = 3, Farewell = TimeSpan.FromSeconds(1) };

    private readonly FakeTime time = new();

    [Fact]
    public void What_is_written_is_delivered_in_order_and_before_the_end()
    {
        ScriptedDelivery far = new();
        QueuedOutput output = Create(far, QueueSettings.Default);
        output.Start();
        for (int i = 0; i < 100; i++)
            output.End(i);
        output.Dispose();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => TimeSpan.FromSeconds(i)), far.Delivered.Select(message => message.Start));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), far.Delivered.Select(message => message.Number));
        Assert.Equal(new OutputStatus(OutputState.Connected, null, TimeSpan.Zero, 100, 0, 0, 0), output.Status);
        Assert.True(far.IsDisposed);
    }

    [Fact]
    public void A_full_queue_gives_up_its_oldest_messages_and_counts_them()
    {
        ScriptedDelivery far = new();
        QueuedOutput output = Create(far, Small);
        for (int i = 0; i < 10; i++)
            output.End(i);
        output.Start();
        output.Dispose();
        Assert.Equal([7.0, 8, 9], far.Delivered.Select(message => message.Start.TotalSeconds));
        Assert.Equal((3, 7), (output.Status.Sent, output.Status.Dropped));
    }

    [Fact]
    public void Writing_to_a_dead_output_allocates_nothing_and_does_not_wait()
    {
        using ManualResetEventSlim never = new();
        ScriptedDelivery far = new() { OnOpen = (_, cancel) => never.Wait(cancel) };
        using QueuedOutput output = new("far", far, TimeProvider.System, new Random(1), Small with { Kinds = MessageKinds.Frame | MessageKinds.Events, Farewell = TimeSpan.FromMilliseconds(1) });
        output.Start();
        long least = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                output.Write(Messages.Frame);
                output.End(i);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(10_000 - Small.Capacity, output.Status.Dropped);
    }

    [Fact]
    public void A_lost_message_stays_first_in_line_and_is_tried_again_after_growing_waits()
    {
        List<OutputStatus> states = [];
        ScriptedDelivery far = new() { OnDeliver = (attempt, _) => ThrowIf(attempt < 3, "line cut") };
        QueuedOutput output = Create(far, QueueSettings.Default);
        output.Changed += status =>
        {
            states.Add(status);
            if (status.State == OutputState.Waiting)
                time.Advance(status.RetryIn);
        };
        output.End(1);
        output.End(2);
        output.Start();
        Until(() => output.Status.Sent == 2);
        output.Dispose();
        Assert.Equal([1.0, 2], far.Delivered.Select(message => message.Start.TotalSeconds));
        OutputStatus[] waits = [.. states.Where(status => status.State == OutputState.Waiting)];
        Assert.Equal(3, waits.Length);
        for (int i = 0; i < 3; i++)
            Assert.InRange(waits[i].RetryIn.TotalSeconds, (1 << i) / 2.0, 1 << i);
        Assert.Equal("line cut; trying again in", waits[0].Words[..25]);
        Assert.Equal(new OutputStatus(OutputState.Connected, "line cut", TimeSpan.Zero, 2, 0, 0, 3), output.Status);
    }

    [Fact]
    public void What_somebody_must_mend_is_told_as_failed_and_tried_again_seldom()
    {
        List<OutputStatus> states = [];
        ScriptedDelivery far = new() { OnOpen = (attempt, _) => ThrowIf(attempt < 2, "password refused", DeliveryFault.Lasting) };
        QueuedOutput output = Create(far, QueueSettings.Default);
        output.Changed += status =>
        {
            states.Add(status);
            if (status.State == OutputState.Failed)
                time.Advance(status.RetryIn);
        };
        output.Start();
        output.End();
        Until(() => output.Status.Sent == 1);
        output.Dispose();
        Assert.Equal(
            [OutputState.Connecting, OutputState.Failed, OutputState.Connecting, OutputState.Failed, OutputState.Connecting, OutputState.Connected], states.Select(status => status.State));
        Assert.All(states.Where(status => status.State == OutputState.Failed), status => Assert.Equal(QueueSettings.Default.LongestRetry, status.RetryIn));
    }

    [Fact]
    public void A_refused_message_is_counted_and_the_next_one_goes_out()
    {
        ScriptedDelivery far = new() { OnDeliver = (attempt, _) => ThrowIf(attempt == 0, "too large", DeliveryFault.Refused) };
        QueuedOutput output = Create(far, QueueSettings.Default);
        output.End(1);
        output.End(2);
        output.Start();
        output.Dispose();
        Assert.Equal(2, Assert.Single(far.Delivered).Start.TotalSeconds);
        Assert.Equal(new OutputStatus(OutputState.Connected, "too large", TimeSpan.Zero, 1, 0, 1, 0), output.Status);
        Assert.Equal(1, far.Opens);
    }

    [Fact]
    public void A_bug_in_an_output_is_a_state_and_not_the_end_of_the_program()
    {
        ScriptedDelivery far = new() { OnDeliver = (_, _) => throw new InvalidOperationException("a bug") };
        QueuedOutput output = Create(far, QueueSettings.Default);
        output.End();
        output.Start();
        Until(() => output.Status.State == OutputState.Failed);
        output.Dispose();
        Assert.Equal(("a bug", 1), (output.Status.Problem, output.Status.Dropped));
    }

    [Fact]
    public void Messages_that_come_too_late_are_dropped()
    {
        time.WallClock = Messages.Noon;
        ScriptedDelivery far = new();
        QueuedOutput output = Create(far, QueueSettings.Default with { StaleAfter = TimeSpan.FromSeconds(5) });
        output.End(1);
        time.WallClock += TimeSpan.FromSeconds(6);
        output.End(2);
        output.Start();
        output.Dispose();
        Assert.Equal(2, Assert.Single(far.Delivered).Start.TotalSeconds);
        Assert.Equal(1, output.Status.Dropped);
    }

    [Fact]
    public void The_end_waits_for_a_stuck_output_only_for_a_while()
    {
        using ManualResetEventSlim never = new();
        ScriptedDelivery far = new() { OnDeliver = (_, cancel) => never.Wait(cancel) };
        QueuedOutput output = new("far", far, TimeProvider.System, new Random(1), Small with { Farewell = TimeSpan.FromMilliseconds(50) });
        output.Start();
        output.End(1);
        output.End(2);
        output.Dispose();
        output.End(3); // after the end
        Assert.Equal((0, 3), (output.Status.Sent, output.Status.Dropped));
    }

    [Fact]
    public void An_output_tends_to_itself_when_its_time_has_come()
    {
        using SemaphoreSlim tended = new(0);
        ScriptedDelivery far = new()
        {
            OnTend = () =>
            {
                tended.Release();
                return TimeSpan.FromSeconds(1);
            },
        };
        using QueuedOutput output = Create(far, QueueSettings.Default);
        output.Start();
        for (int i = 0; i < 3; i++)
        {
            // A second at a time until it has begun to wait: one that passed before that woke nobody.
            Tools.Until(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return tended.Wait(TimeSpan.FromMilliseconds(20));
                },
                "the output does not tend to itself");
        }
    }

    [Fact]
    public void An_output_gets_only_the_kinds_that_it_wants_and_what_its_rules_admit()
    {
        ScriptedDelivery far = new();
        QueuedOutput output = new("far", far, time, new Random(1), QueueSettings.Default with { Kinds = MessageKinds.Ended }, new RuleSet(new OutputRule { Cameras = ["front"], MinimumConfidence = 0.8 }));
        output.Start();
        output.Write(Messages.Frame);
        output.End();
        output.Write(new(12, TimeSpan.Zero, TimeSpan.FromSeconds(1), 0.7f) { Camera = "front" }, "wave_off");
        output.Write(new(12, TimeSpan.Zero, TimeSpan.FromSeconds(1), 0.9f) { Camera = "back" }, "wave_off");
        output.Dispose();
        Assert.Equal(1, Assert.Single(far.Delivered).Start.TotalSeconds);
        Assert.Equal(0, output.Status.Dropped); // what is not wanted is not missed
    }

    private static void ThrowIf(bool fails, string problem, DeliveryFault fault = DeliveryFault.Broken)
    {
        if (fails)
            throw new DeliveryException(problem, fault);
    }

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(30)));

    private QueuedOutput Create(ScriptedDelivery far, QueueSettings settings) => new("far", far, time, new Random(1), settings);
}
