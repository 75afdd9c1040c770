import click


@click.command()
def main():
    click.echo("230 V")
