using System.Globalization;
using BenchmarkDotNet.Running;
using SdCom.Edge.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/Benchmarks -- budget-plot budget.svg
// dotnet run -c Release --project tests/Benchmarks -- shared-budget models/marshalling clips.csv 100
if (args is ["budget-plot", string path])
    BudgetPlot.Write(path);
else if (args is ["shared-budget", string model, string clips, string limit])
    SharedBudget.Run(model, clips, int.Parse(limit, CultureInfo.InvariantCulture));
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
