using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>The native step that Adam and AdamW share. Slots: average of gradients, average of squares, largest average of squares.</summary>
internal static class AdamStep
{
    internal const int Slots = 3;

    internal static void Run(GroupState state, double lr, double beta1, double beta2, double eps, double weightDecay, bool amsgrad, bool maximize,
        bool decoupled)
    {
        using var parameters = new HandleList(state.Parameters);
        using var averages = new HandleList(state.Slot(0)!);
        using var squares = new HandleList(state.Slot(1)!);
        using var maxima = new HandleList(state.Slot(2)!);
        int status = Native.ts_adam_step(parameters.Pointers, averages.Pointers, squares.Pointers, maxima.Pointers, state.Steps, parameters.Count, lr,
            beta1, beta2, eps, weightDecay, amsgrad ? 1 : 0, maximize ? 1 : 0, decoupled ? 1 : 0);
        state.Adopt(0, averages.Pointers);
        state.Adopt(1, squares.Pointers);
        state.Adopt(2, maxima.Pointers);
        Native.Check(status);
    }

    internal static void Demand(double lr, double beta1, double beta2, double eps, double weightDecay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        ArgumentOutOfRangeException.ThrowIfNegative(eps);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        if (beta1 is < 0 or >= 1 || beta2 is < 0 or >= 1)
            throw new ArgumentOutOfRangeException(nameof(beta1), $"betas must be in [0, 1), got {beta1} and {beta2}");
    }
}
